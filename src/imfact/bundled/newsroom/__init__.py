"""The sample newsroom: three fictional outlets with pages, feeds and a server on loopback."""
