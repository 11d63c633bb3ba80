"""Platforms as Fiji's updater names them, and the names of TensorFlow's natives for them."""
import platform

from refusal import Refusal

NATIVES = {"linux64": "linux-x86_64", "win64": "windows-x86_64", "macos-arm64": "macosx-arm64",
           "linux-arm64": "linux-arm64"}
GPU_NATIVES = {"linux64": "linux-x86_64-gpu"}


def chosen(names, gpu):
    """The platforms of an option, a list with commas between; all where it is not given."""
    made = GPU_NATIVES if gpu else NATIVES
    platforms = list(dict.fromkeys(names.split(","))) if names else list(made)
    for each in platforms:
        if each not in made:
            raise Refusal(f"--platforms names '{each}'; TensorFlow's natives {'with GPU ' if gpu else ''}are made for "
                          f"{', '.join(made)}.")
    return platforms


def of_this_machine():
    """The platform that this runs on; a Refusal where TensorFlow's natives are not made for it."""
    arm = platform.machine().lower() in ("arm64", "aarch64")
    system = {"Linux": "linux", "Windows": "win", "Darwin": "macos"}.get(platform.system(), platform.system())
    name = system + ("-arm64" if arm else "64")
    if name not in NATIVES:
        raise Refusal(f"this machine is '{name}'; TensorFlow's natives are made for {', '.join(NATIVES)}.")
    return name
