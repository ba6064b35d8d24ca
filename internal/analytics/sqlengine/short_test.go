//go:build !long

package sqlengine

const questions = 1500
