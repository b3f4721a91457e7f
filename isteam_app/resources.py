"""Finds the files shipped with the program, from source and in a bundle alike."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "resources"


def path(*parts: str) -> Path:
    return ROOT.joinpath(*parts)


def text(*parts: str) -> str:
    return path(*parts).read_text(encoding="utf-8")
