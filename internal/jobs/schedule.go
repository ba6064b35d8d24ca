package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// Schedule says when a slot begins: every so often, or daily. The zero value is of no use.
type Schedule struct {
	every        time.Duration
	hour, minute int
	zone         *time.Location
}

// Interval has slots at whole multiples of d since 1970 UTC, however often the process restarts.
func Interval(d time.Duration) Schedule { return Schedule{every: d} }

// Daily has one slot a day at a time of the clock in zone. A time that the change to summer time leaves out moves by that
// hour on that day.
func Daily(hour, minute int, zone *time.Location) Schedule {
	return Schedule{hour: hour, minute: minute, zone: zone}
}

// slot returns the beginning of the last slot that has begun by now.
func (s Schedule) slot(now time.Time) time.Time {
	if s.zone == nil {
		us := now.UnixMicro()
		return db.Micros(us - us%s.every.Microseconds())
	}
	l := now.In(s.zone)
	at := time.Date(l.Year(), l.Month(), l.Day(), s.hour, s.minute, 0, 0, s.zone)
	if at.After(now) {
		at = time.Date(l.Year(), l.Month(), l.Day()-1, s.hour, s.minute, 0, 0, s.zone)
	}
	return at.UTC()
}

type schedule struct {
	Schedule
	name, kind string
	seen       int64 // the slot this process last looked at
}

// Slot is the argument of a scheduled job.
type Slot struct {
	Schedule string    `json:"schedule"`
	At       time.Time `json:"at"` // when the slot began
}

// Every enqueues a job of the installation at the beginning of each slot, once however many processes and restarts there
// are. Missed slots fire once together; while the job of an earlier slot is unfinished none is added. A schedule seen for
// the first time waits for its next slot.
func (q *Queue) Every(name string, s Schedule, kind string) {
	if s.zone == nil && s.every < time.Second {
		panic("jobs: schedule " + name + " has an interval below a second") // a programming error, found at start-up
	}
	q.schedules = append(q.schedules, &schedule{Schedule: s, name: name, kind: kind})
}

// Fire enqueues the jobs of the slots that have begun, by the clock of the database handle. Start does so by itself.
func (q *Queue) Fire(ctx context.Context) error {
	for _, s := range q.schedules {
		if s.slot(q.db.Now()).UnixMicro() == s.seen {
			continue
		}
		var slot time.Time
		err := q.db.System(ctx, func(tx *db.Tx) error {
			slot = s.slot(tx.Now)
			due, err := take(ctx, tx, s.name, slot)
			if err != nil || !due {
				return err
			}
			_, err = q.Enqueue(ctx, tx, s.kind, Slot{s.name, slot}, Unique(s.name))
			return err
		})
		if err != nil {
			return fmt.Errorf("schedule %s: %w", s.name, err)
		}
		s.seen = slot.UnixMicro()
	}
	return nil
}

// farAhead is how far beyond now a stored slot may lie because clocks differ; further, a clock was wrong and is corrected.
const farAhead = 24 * time.Hour

// take reports whether slot is to be fired now, and remembers that it was.
func take(ctx context.Context, tx *db.Tx, name string, slot time.Time) (bool, error) {
	var last int64
	err := tx.QueryRow(ctx, `select slot from job_schedule where name = $1`, name).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		_, err := tx.Exec(ctx, `insert into job_schedule (name, slot) values ($1, $2) on conflict do nothing`, name, slot.UnixMicro())
		return false, err
	}
	if err != nil {
		return false, err
	}
	newer := last < slot.UnixMicro()
	if !newer && last <= tx.Now.Add(farAhead).UnixMicro() {
		return false, nil
	}
	_, err = tx.Exec(ctx, `update job_schedule set slot = $1 where name = $2`, slot.UnixMicro(), name)
	return newer, err
}
