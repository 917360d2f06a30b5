"""How a record of each type is made: valid with few arguments, and not yet saved.

What is given overrides what stands here. A number tells a record from the others of its type, as in its slug; the
records that it cannot do without are named.

The tests save them one at a time (`tests/factories.py`), the sample thousands at once (`diaspora/development/sample/`).
"""
