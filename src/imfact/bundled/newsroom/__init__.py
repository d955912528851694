"""The sample newsroom: five fictional outlets with pages, feeds and a server on loopback."""
