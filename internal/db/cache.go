package db

import "sync"

// Cache keeps small things of organisations in memory, found by a key: the id behind a name, a definition. Fill it after a
// commit, never before. It is emptied whole when it holds a hundred thousand, which no honest set of names reaches.
type Cache[V any] struct {
	mu sync.RWMutex
	m  map[cacheKey]V
}

type cacheKey struct {
	org Org
	key string
}

const maxCache = 100_000

// Get returns what was last set.
func (c *Cache[V]) Get(org Org, key string) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.m[cacheKey{org, key}]
	return v, ok
}

// Set remembers v.
func (c *Cache[V]) Set(org Org, key string, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil || len(c.m) >= maxCache {
		c.m = map[cacheKey]V{}
	}
	c.m[cacheKey{org, key}] = v
}

// Drop forgets one.
func (c *Cache[V]) Drop(org Org, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.m, cacheKey{org, key})
}

// Clear forgets everything.
func (c *Cache[V]) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m = nil
}
