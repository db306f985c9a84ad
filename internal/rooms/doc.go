// Package rooms is the test that holds every room to its row in the table
// of ARCHITECTURE.md: what the room holds and what it may import. It has
// no code of its own that others could call.
package rooms
