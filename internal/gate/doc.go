// Package gate decides who may see or change a customer's field, writes
// the decision to the ledger, and only then opens the vault. Nothing else
// in slovo can open it: the vault lies under gate/internal.
package gate
