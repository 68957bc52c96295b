"""Documents that are zip files of XML: what they share.

`archive` reads a package within bounds and writes it with some members changed; `members` makes
units of its members' texts and puts translations back. One file a format stands beside this folder.
"""
