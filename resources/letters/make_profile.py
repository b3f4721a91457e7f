"""Make the colour profile of the letters again: sRGB, as PDF/A asks for.

Usage: python make_profile.py. Needs Pillow, which the program itself does not.
"""

from pathlib import Path

from PIL import ImageCms

DATE = slice(24, 36)
FIXED = bytes.fromhex("07ea00010001000000000000")  # 1 January 2026, midnight

profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
profile[DATE] = FIXED
Path(__file__).with_name("sRGB.icc").write_bytes(profile)
