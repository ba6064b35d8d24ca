package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Hub tells browsers that something may have changed, by server-sent events. It carries no data of its own worth keeping: a
// screen that hears an event asks again, so a lost one costs nothing but time.
type Hub struct {
	mu      sync.Mutex
	streams map[*stream]struct{}
	closed  chan struct{}
	once    sync.Once
}

type stream struct {
	org  string
	wake chan struct{}
	mu   sync.Mutex
	wait map[string]any // the latest of each kind of event: a slow browser skips, never queues
}

// NewHub makes a hub without listeners.
func NewHub() *Hub { return &Hub{streams: map[*stream]struct{}{}, closed: make(chan struct{})} }

// Publish sends an event to every browser of one organisation. It never blocks.
func (h *Hub) Publish(org, event string, data any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams {
		if s.org != org {
			continue
		}
		s.mu.Lock()
		s.wait[event] = data
		s.mu.Unlock()
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
}

// Close ends every stream, so that the server can stop.
func (h *Hub) Close() { h.once.Do(func() { close(h.closed) }) }

const heartbeat = 20 * time.Second

// Serve streams one organisation's events until the browser goes or the hub closes. still is asked at each heartbeat and ends
// the stream of a caller who may no longer listen.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, org string, still func() bool) {
	s := &stream{org: org, wake: make(chan struct{}, 1), wait: map[string]any{}}
	h.mu.Lock()
	h.streams[s] = struct{}{}
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		delete(h.streams, s)
		h.mu.Unlock()
	}()

	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	_ = out.SetWriteDeadline(time.Time{})
	if _, err := fmt.Fprint(w, "retry: 2000\n\nevent: hello\ndata: {}\n\n"); err != nil || out.Flush() != nil {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return
		case <-h.closed:
			return
		case <-beat.C:
			if !still() {
				return
			}
			_, err = fmt.Fprint(w, ": still here\n\n")
		case <-s.wake:
			err = s.send(w)
		}
		if err != nil || out.Flush() != nil {
			return
		}
	}
}

func (s *stream) send(w http.ResponseWriter) error {
	s.mu.Lock()
	wait := s.wait
	s.wait = map[string]any{}
	s.mu.Unlock()
	for event, data := range wait {
		b, err := json.Marshal(data)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event, b); err != nil {
			return err
		}
	}
	return nil
}
