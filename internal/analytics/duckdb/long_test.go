//go:build long

package duckdb

const questions = 50_000
