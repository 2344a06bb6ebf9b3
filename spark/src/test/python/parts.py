#!/usr/bin/env python3
"""Loads saved arrays as a user of numpy would, and compares them with whole ones.

    parts.py WHOLES SAVED

SAVED/PARTITIONS/NAME is a folder of parts, WHOLES/NAME.npy the same array in one file. Prints a line for each folder
that differs, and the number of those that were compared.
"""

import sys
from pathlib import Path

import numpy as np


def main(wholes: Path, saved: Path) -> None:
    compared = 0
    for partitions in sorted(folder for folder in saved.iterdir() if folder.name.isdigit()):
        for folder in sorted(partitions.iterdir()):
            files = sorted(folder.glob("part-*.npy"))
            array = np.concatenate([np.load(file) for file in files])
            whole = np.load(wholes / (folder.name + ".npy"))
            if len(files) != int(partitions.name):
                print(f"{folder}: {len(files)} parts")
            if array.dtype != whole.dtype or array.tobytes() != whole.tobytes():
                print(f"{folder}: {array.dtype}[{array.size}] is not {whole.dtype}[{whole.size}]")
            compared += 1
    print(f"compared: {compared}")


main(Path(sys.argv[1]), Path(sys.argv[2]))
