"""Paper: the body markup, text direction, and everything that becomes a PDF.

The engine knows neither Flask nor the database. It is given plain values and gives back bytes:

- ``markup``: the small markup of letter and statement bodies, parsed to one tree;
- ``direction``: which way a text runs, and isolation of runs that go the other way;
- ``words``: the printed words, in the letter's language rather than the reader's;
- ``pdf``: typst to PDF in memory;
- ``letter``, ``statement``: the sheets that are printed;
- ``raster``, ``enclosure``, ``bundle``: foreign files as page images, bound behind a letter.
"""
