"""XML files as they stand: elements with their very characters, never parsed into a tree of all.

`source` finds the characters, `elements` the elements of a file by expat in bounded memory, `tree`
the parts of one element, `inline` its text and codes and the way back, `base` what readers share.
"""
