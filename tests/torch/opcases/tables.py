"""Every table of samples, merged. A new operator that its schema alone samples badly gets a row in one of them."""
from . import (complex_numbers, elementwise, forms, fourier, graphs, layout, linear, measuring, neural, numbers,
               random, rearranging, reducing, reflections, resizing, selecting, sequences, special, training)

TABLE = {}
for module in (elementwise, reducing, layout, measuring, rearranging, resizing, selecting, sequences, special, neural,
               complex_numbers, forms, fourier, graphs, linear, numbers, random, reflections, training):
    repeated = TABLE.keys() & module.TABLE.keys()
    assert not repeated, f"listed twice: {repeated}"
    TABLE.update(module.TABLE)

# Families of cases beside those of the operator table: the same operators with operands of other kinds.
EXTRA = {"complex_dtypes": complex_numbers.DTYPES}
