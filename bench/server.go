package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is the real binary on a folder of its own.
type server struct {
	address, token, data string
	cmd                  *exec.Cmd
}

const binary = "bin/touchstone"

func start() (*server, error) {
	s, err := prepared()
	if err != nil {
		return nil, err
	}
	return s, s.serve()
}

// prepared is a folder with an organisation and a token; nothing runs on it yet.
func prepared() (*server, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	s := &server{data: filepath.Join(dir, "data")}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// prepare makes the organisation and a token before the server runs.
func (s *server) prepare() error {
	setup := exec.Command(binary, "setup", "--data", s.data, "--organisation", "Bench", "--email", "bench@example.org", "--password-stdin")
	setup.Stdin = strings.NewReader("a password for the bench\n")
	if out, err := setup.CombinedOutput(); err != nil {
		return fmt.Errorf("setup: %w: %s", err, out)
	}
	out, err := exec.Command(binary, "token", "create", "--data", s.data, "--organisation", "Bench", "--name", "bench", "--role", "admin").Output()
	if err != nil {
		return fmt.Errorf("token: %w", err)
	}
	s.token = strings.TrimSpace(string(out))
	return nil
}

func (s *server) serve() error {
	s.cmd = exec.Command(binary, "serve", "--data", s.data, "--listen", "127.0.0.1:0")
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	ready := make(chan string, 1)
	go func() {
		in := bufio.NewScanner(out)
		for in.Scan() {
			if a, ok := strings.CutPrefix(in.Text(), "listening on http://"); ok {
				ready <- a
			}
		}
	}()
	select {
	case s.address = <-ready:
		return nil
	case <-time.After(30 * time.Second):
		s.stop()
		return errors.New("the server wasn't ready within 30 s")
	}
}

// halt ends the server and keeps its folder.
func (s *server) halt() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

func (s *server) stop() {
	s.halt()
	_ = os.RemoveAll(filepath.Dir(s.data))
}

// cpu is the processor time the server has used so far, from Linux's /proc; 0 elsewhere.
func (s *server) cpu() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * 10 * time.Millisecond // in hundredths of a second
}
