// Package slovo holds the words that every room shares: typed ids, the
// clock, who asks, the sealed cell, the opened value and the few errors
// that callers compare against. It imports no room and knows no rule.
package slovo
