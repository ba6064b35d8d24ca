//go:build !long

package duckdb

const questions = 3000
