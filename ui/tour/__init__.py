"""Drives the real windows through the main job, and keeps pictures of it."""
