// Package torture makes the faults that the program must outlive: it kills
// the real binary, fails its writes, fills its disk and cuts its power,
// while a client keeps a book of what was acknowledged. An independent
// checker then holds that book against store and log. All of it is tests.
package torture
