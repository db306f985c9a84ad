// Package intake takes records in from files: it reads tables however they
// were written, tells which column becomes which field of the charter and
// why the others are not kept, and hands the rows to the gate. Nothing that
// it reports or refuses holds a customer's value.
package intake
