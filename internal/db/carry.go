package db

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"
	"time"
)

// carrier carries SQLite's write-ahead log over into the database file beside the writer, on a connection of its own. Left
// to itself SQLite does it within a commit, and whoever waits for that commit waits for thousands of pages.
type carrier struct {
	group *group
	check *sql.DB
	quit  chan struct{}
	done  chan struct{}
}

const (
	carryEvery = 250 * time.Millisecond
	// Beyond this many pages the writer itself lets the log begin anew. Nearly all of it has been carried over by then, so
	// that it is short; without it a log that is always written to would grow for ever.
	longLog = 32_768
)

func newCarrier(g *group, check *sql.DB) *carrier {
	c := &carrier{group: g, check: check, quit: make(chan struct{}), done: make(chan struct{})}
	go c.loop()
	return c
}

func (c *carrier) stop() error {
	close(c.quit)
	<-c.done
	return c.check.Close()
}

func (c *carrier) loop() {
	defer close(c.done)
	tick := time.NewTicker(carryEvery)
	defer tick.Stop()
	var seen int64
	for {
		select {
		case <-c.quit:
			return
		case <-tick.C:
		}
		if now := c.group.commits.Load(); now != seen {
			seen = now
			if pages, err := c.carry(); err == nil && pages > longLog {
				c.group.restart.Store(true)
			}
		}
	}
}

// carry copies what it can without making anybody wait, and returns how many pages the log holds.
func (c *carrier) carry() (pages int, err error) {
	var busy, carried int
	err = c.check.QueryRowContext(context.Background(), `pragma wal_checkpoint(passive)`).Scan(&busy, &pages, &carried)
	return pages, err
}

// restartLog lets the log begin anew at its start, between two groups. That readers hold it up is no failure: the next group
// tries again.
func (g *group) restartLog(ctx context.Context) {
	if g.conn == nil || !g.restart.CompareAndSwap(true, false) {
		return
	}
	var busy, pages, carried int
	err := g.conn.QueryRowContext(ctx, `pragma wal_checkpoint(restart)`).Scan(&busy, &pages, &carried)
	if errors.Is(err, sql.ErrConnDone) {
		g.drop()
	}
}

// counters of a group that the carrier reads.
type counters struct {
	commits atomic.Int64
	restart atomic.Bool
}
