//go:build long

package sqlengine

const questions = 50_000
