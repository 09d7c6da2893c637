"""Names all that a PyTorch's answer may depend on besides the question: its own files, the C++ compiler, the processor, the environment."""
import hashlib
import os
import shutil
import subprocess
import sys

FILES = ('.py', '.so', '.h', '.hpp')  # of the package: code that runs, and headers that what it generates includes
VARIABLES = ('TORCH', 'PYTORCH', 'ATEN', 'AOT', 'OMP', 'KMP', 'MKL', 'DNNL', 'ONEDNN', 'CXX', 'CC', 'CPATH', 'CPLUS', 'C_INCLUDE', 'LIBRARY_PATH', 'LD_', 'GCC',
             'PYTHON', 'PATH')
PLACES = ('TORCHINDUCTOR_CACHE_DIR', 'TORCH_COMPILE_DEBUG_DIR')  # where it writes; candidates have their own


def fingerprint():
    import torch
    digest = hashlib.sha256()

    def add(*words):
        digest.update(repr(words).encode() + b'\n')

    def add_file(path):
        found = os.stat(path)
        add(path, found.st_size, found.st_mtime_ns)

    add(sys.version, torch.__version__, torch.version.git_version, torch.__config__.show())
    for folder, folders, names in os.walk(os.path.dirname(torch.__file__)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(FILES):
                add_file(os.path.join(folder, name))
    for name in sorted(os.listdir(os.path.dirname(__file__))):
        if name.endswith('.py') and name.startswith('torch_'):
            with open(os.path.join(os.path.dirname(__file__), name)) as file:
                add(name, file.read())
    compiler = compiler_path()
    if compiler:
        add_file(compiler)
        add(subprocess.run([compiler, '--version'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors='replace').stdout)
    with open('/proc/cpuinfo') as file:
        add([line for line in file.read().split('\n\n')[0].split('\n') if line.startswith(('model name', 'flags', 'Features'))])
    add(sorted((name, value) for name, value in os.environ.items() if name.startswith(VARIABLES) and name not in PLACES))
    return digest.hexdigest()[:32]


def compiler_path():
    """The C++ compiler that Inductor takes; None where it finds none."""
    from torch._inductor import cpp_builder
    try:
        return shutil.which(cpp_builder.get_cpp_compiler())
    except Exception:  # it raises a class of its own that has moved between versions
        return None
