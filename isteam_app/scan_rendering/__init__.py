"""Shows files from outside without trusting them.

A PDF or a picture from somebody else is opened in a process of its own that may do
nothing but compute: `ScanReading` starts it, feeds it the bytes, gets pixels back, and
kills it when it takes too much. What cannot be shown so is said in one sentence.
"""
