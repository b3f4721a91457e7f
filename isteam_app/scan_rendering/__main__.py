"""Runs the process that opens files from outside; `ScanReading` talks to it."""

from isteam_app.scan_rendering.worker import serve

if __name__ == "__main__":
    serve()
