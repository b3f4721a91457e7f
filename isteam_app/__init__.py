"""Casework, disclosures and letters for an Information Security Team."""

__version__ = "0.1.0"
