"""Every table of samples, merged. A new operator that its schema alone samples badly gets a row in one of them."""
from . import (complex_numbers, elementwise, fourier, graphs, layout, linear, measuring, neural, rearranging, reducing, resizing,
               selecting, sequences, special, training)

TABLE = {}
for module in (elementwise, reducing, layout, measuring, rearranging, resizing, selecting, sequences, special, neural,
               complex_numbers, fourier, graphs, linear, training):
    repeated = TABLE.keys() & module.TABLE.keys()
    assert not repeated, f"listed twice: {repeated}"
    TABLE.update(module.TABLE)

# Families of cases beside those of the operator table: the same operators with operands of other kinds.
EXTRA = {"complex_dtypes": complex_numbers.DTYPES}

# Not recorded: Inductor's random numbers, which eager PyTorch draws in another way; numbers of a tracer rather than tensors, and results that are random by nature.
LEFT_OUT = {"_assert_scalar", "_assert_tensor_metadata", "sym_stride.int", "sym_storage_offset", "sym_constrain_range_for_size", "sym_constrain_range", "_assert_async", "_assert_async.msg",
            "bernoulli", "bernoulli.p", "bernoulli.Tensor", "multinomial", "normal.Tensor_Tensor", "normal.Tensor_float",
            "normal.float_Tensor", "normal_functional", "rand", "rand_like", "randn", "randn_like", "randint", "randint.low",
            "randint_like", "randint_like.low_dtype", "randperm", "uniform", "exponential", "poisson", "alpha_dropout",
            "feature_dropout", "prims::inductor_seed", "prims::inductor_seeds", "prims::inductor_random", "prims::inductor_randint", "prims::inductor_lookup_seed", "geometric", "log_normal", "cauchy", "random"}
