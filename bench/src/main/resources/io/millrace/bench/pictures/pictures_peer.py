"""Resizes a folder of pictures with PIL and a pool of processes, and compares results.

pictures_peer.py resize IN OUT WORKERS SIDE    each picture to SIDE x SIDE, as JPEG of quality 90
pictures_peer.py draft IN OUT WORKERS SIDE     the same, decoded at a fraction of the size where twice SIDE is left
pictures_peer.py compare IN OUT SIDE           prints the mean difference, of 255, of PNGs in OUT to LANCZOS by PIL
"""

import os
import sys
from multiprocessing import Pool

from PIL import Image, ImageChops, ImageStat


def resized(file, side, draft=False):
    with Image.open(file) as image:
        if draft:
            image.draft("RGB", (2 * side, 2 * side))
        return image.convert("RGB").resize((side, side), Image.LANCZOS)


def resize(task):
    source, target, side, draft = task
    resized(source, side, draft).save(target, quality=90)


def compare(folder, results, side):
    total = 0
    names = sorted(os.listdir(folder))
    for name in names:
        with Image.open(os.path.join(results, name.replace(".jpg", ".png"))) as result:
            difference = ImageChops.difference(resized(os.path.join(folder, name), side), result.convert("RGB"))
            total += sum(ImageStat.Stat(difference).mean) / 3
    return total / len(names)


def main():
    what, folder, results = sys.argv[1:4]
    if what == "compare":
        print(compare(folder, results, int(sys.argv[4])))
        return
    workers, side = int(sys.argv[4]), int(sys.argv[5])
    os.makedirs(results, exist_ok=True)
    names = sorted(os.listdir(folder))
    tasks = [(os.path.join(folder, name), os.path.join(results, name), side, what == "draft") for name in names]
    with Pool(workers) as pool:
        pool.map(resize, tasks)
    print(len(names))


if __name__ == "__main__":
    main()
