package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func (c *Config) trusts(remote string) bool {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	for _, p := range c.proxies {
		if p.Contains(at.Addr().Unmap()) {
			return true
		}
	}
	return false
}

// ErrServing means that another process serves the data folder.
var ErrServing = errors.New("the data folder is in use by another touchstone")

// Lock takes a data folder for this process, making it where it is missing.
func Lock(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "touchstone.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrServing
		}
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	return func() { _ = f.Close() }, nil
}

// socketPath is where a running server listens for commands. Paths of sockets are short, so that a deep folder gets one in
// the temporary folder, named after the folder and readable by this user alone.
func socketPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	p := filepath.Join(abs, "touchstone.sock")
	if len(p) < 100 {
		return p, nil
	}
	d := filepath.Join(os.TempDir(), fmt.Sprintf("touchstone-%d", os.Getuid()))
	if err := os.MkdirAll(d, 0o700); err != nil {
		return "", err
	}
	return filepath.Join(d, hashName(abs)+".sock"), nil
}

// Serve listens until ctx ends. started is told the address people can reach once everything answers.
func (a *App) Serve(ctx context.Context, started func(address string)) error {
	var listen net.ListenConfig
	l, err := listen.Listen(ctx, "tcp", a.Config.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if a.Config.PublicURL == "" {
		a.setPublic("http://" + l.Addr().String())
	} else {
		a.setPublic(a.Config.PublicURL)
	}
	path, err := socketPath(a.Config.Data)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	_ = os.Remove(path) // left by a killed server; the folder's lock says that none is running
	s, err := listen.Listen(ctx, "unix", path)
	if err != nil {
		return errors.Join(fmt.Errorf("listen for commands: %w", err), l.Close())
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return errors.Join(err, l.Close(), s.Close())
	}
	a.background(ctx)
	public := &http.Server{Handler: a.handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	inside := &http.Server{Handler: a.Local(), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 2)
	go func() { failed <- public.Serve(l) }()
	go func() { failed <- inside.Serve(s) }()
	started("http://" + l.Addr().String())

	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	a.stopping.Store(true)
	a.Hub.Close()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, public.Shutdown(stop), inside.Shutdown(stop))
	}
	return errors.Join(public.Shutdown(stop), inside.Shutdown(stop))
}

// Client speaks to the program as the command line does: through the running server's socket, or to an App of its own.
type Client struct {
	http *http.Client
	done func() error
}

// Connect reaches the server that holds the data folder; where none does, it opens the folder itself for a while.
func Connect(ctx context.Context, c Config, open func(context.Context) (*App, error)) (*Client, error) {
	unlock, err := Lock(c.Data)
	if errors.Is(err, ErrServing) {
		path, err := socketPath(c.Data)
		if err != nil {
			return nil, err
		}
		t := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "unix", path)
		}}
		return &Client{http: &http.Client{Transport: t}, done: func() error { t.CloseIdleConnections(); return nil }}, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := open(ctx)
	if err != nil {
		unlock()
		return nil, err
	}
	a.setPublic(a.Config.PublicURL)
	a.background(ctx)
	return &Client{http: &http.Client{Transport: direct{a.Local()}}, done: func() error { defer unlock(); return a.Close() }}, nil
}

// Close lets go of the folder.
func (c *Client) Close() error { return c.done() }

// Do sends one request and reads the JSON answer into out; a refusal becomes an error with its sentence.
func (c *Client) Do(ctx context.Context, method, path, organisation string, body io.Reader, out any) error {
	r, err := http.NewRequestWithContext(ctx, method, "http://local"+path, body)
	if err != nil {
		return err
	}
	r.Header.Set(localHeader, organisation)
	r.Header.Set("Content-Type", "application/json")
	w, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close() //nolint:errcheck // read to its end
	if w.StatusCode >= 400 {
		var p struct{ Detail, Code string }
		if err := json.NewDecoder(w.Body).Decode(&p); err != nil || p.Detail == "" {
			return fmt.Errorf("the server answered %s", w.Status)
		}
		return &Refused{Code: p.Code, Detail: p.Detail}
	}
	switch to := out.(type) {
	case nil:
		return nil
	case io.Writer:
		_, err = io.Copy(to, w.Body)
		return err
	}
	return json.NewDecoder(w.Body).Decode(out)
}

// Refused is a problem the server named.
type Refused struct{ Code, Detail string }

func (r *Refused) Error() string { return r.Detail }

// JSON makes a body.
func JSON(v any) io.Reader {
	b, err := json.Marshal(v)
	if err != nil {
		return strings.NewReader("null")
	}
	return bytes.NewReader(b)
}

// direct is a transport that calls a handler in this process.
type direct struct{ h http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	pr, pw := io.Pipe()
	w := &directWriter{header: http.Header{}, pipe: pw, ready: make(chan struct{})}
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	go func() {
		d.h.ServeHTTP(w, in)
		w.WriteHeader(http.StatusOK)
		_ = pw.Close()
	}()
	<-w.ready
	return &http.Response{StatusCode: w.status, Status: http.StatusText(w.status), Header: w.header, Body: pr, Request: r, ProtoMajor: 1, ProtoMinor: 1}, nil
}

type directWriter struct {
	header http.Header
	status int
	pipe   *io.PipeWriter
	ready  chan struct{}
}

func (w *directWriter) Header() http.Header { return w.header }

func (w *directWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		close(w.ready)
	}
}

func (w *directWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.pipe.Write(b)
}

func hashName(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:8])
}

// setPublic tells everyone who writes links the address people reach the program by.
func (a *App) setPublic(u string) {
	a.Identity.Public = u
	a.Surveys.Public = u
	a.Identity.Sessions.Cookie.Secure = strings.HasPrefix(u, "https://")
}
