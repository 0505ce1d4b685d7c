"""unpack_wheel.py WHEEL FOLDER: takes the shared libraries and the C headers out of a TensorFlow or CUDA wheel.

FOLDER gets `lib` (TensorFlow's own libraries), `nvidia/*/lib` (where TensorFlow's libraries look for CUDA's: beside
their folder, by their run path) and `include`. Python checks each file's CRC as it reads.
"""

import os
import shutil
import sys
import zipfile

HEADERS = ("tensorflow/c/", "tensorflow/core/platform/ctstring", "tsl/platform/ctstring", "xla/tsl/c/")


def place(name):
    """Where a file of the wheel goes, or None for one that is not needed."""
    if name in ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"):
        return "lib/" + name.split("/")[1]
    if name.startswith("tensorflow/include/"):
        header = name[len("tensorflow/include/"):]
        return "include/" + header if header.startswith(HEADERS) and header.endswith(".h") else None
    parts = name.split("/")
    return name if len(parts) == 4 and parts[0] == "nvidia" and parts[2] == "lib" and ".so" in parts[3] else None


def main(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            where = place(name)
            if where is None:
                continue
            target = os.path.join(folder, *where.split("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(name) as source, open(target, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)


main(*sys.argv[1:])
