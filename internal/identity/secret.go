package identity

import (
	"context"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// HashSecret hashes a password that belongs to a thing rather than to a person, such as a link.
func (i *Identity) HashSecret(password string) (string, error) {
	if err := checkPasswordOf(password); err != nil {
		return "", err
	}
	return hashPassword(password)
}

// minSecret is shorter than a person's: it is told to somebody, guessed at one by one, and ends with the thing it guards.
const minSecret = 6

func checkPasswordOf(s string) error {
	if n := len([]rune(s)); n < minSecret || n > 200 {
		return problem.At("body.password", "password_length", "A password has %d to 200 characters.", minSecret).
			With(problem.Args{"min": minSecret, "max": 200})
	}
	return nil
}

// CheckSecret compares a password with the hash of a thing's, slowing guesses down as at sign-in: per thing and per network.
func (i *Identity) CheckSecret(ctx context.Context, thing, network, password, hash string) error {
	if wait := i.throttle.wait(thing, network); wait > 0 {
		return tooMany(wait)
	}
	select {
	case i.throttle.verifying <- struct{}{}:
		defer func() { <-i.throttle.verifying }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if !passwordFits(password, hash) {
		i.throttle.failed(thing, network)
		return problem.New(problem.Forbidden, "password_wrong", "This password isn't right.").On("body.password")
	}
	i.throttle.succeeded(thing)
	return nil
}
