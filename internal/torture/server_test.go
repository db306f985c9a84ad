package torture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a running slovo, in a process group of its own.
type server struct {
	cmd   *exec.Cmd
	url   string
	said  *spoken // what it wrote to its log
	ended chan struct{}
}

// spoken is a buffer that a process writes and a test reads.
type spoken struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *spoken) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

var answersAt = regexp.MustCompile(`http://[0-9.]+:[0-9]+`)

// start serves the company, and fails the test where it does not.
func (c *company) start(t *testing.T, env ...string) *server {
	t.Helper()
	s, err := c.tryStart(t, env...)
	if err != nil {
		t.Fatalf("slovo does not start: %v\n%s", err, s.said)
	}
	return s
}

// tryStart serves the company; an error tells that it ended instead.
func (c *company) tryStart(t *testing.T, env ...string) (*server, error) {
	t.Helper()
	s := &server{cmd: c.command("serve", "--listen", "127.0.0.1:0"), said: &spoken{}, ended: make(chan struct{})}
	s.cmd.Env = append(s.cmd.Env, env...)
	s.cmd.Stderr = s.said
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	lines := bufio.NewReader(out)
	for s.url == "" && err == nil {
		var line string
		line, err = lines.ReadString('\n')
		s.url = answersAt.FindString(line)
	}
	go func() {
		_, _ = lines.WriteTo(s.said)
		_ = s.cmd.Wait()
		close(s.ended)
	}()
	if err != nil {
		<-s.ended
		return s, fmt.Errorf("exit code %d", s.cmd.ProcessState.ExitCode())
	}
	return s, nil
}

// kill is kill -9, and waits until the process is gone.
func (s *server) kill() {
	if err := syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		panic(err)
	}
	<-s.ended
}

// stop ends the server in order.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if !s.endsWithin(20 * time.Second) {
		t.Fatal("slovo does not stop")
	}
}

// endsWithin waits for the process's own end.
func (s *server) endsWithin(d time.Duration) bool {
	select {
	case <-s.ended:
		return true
	case <-time.After(d):
		return false
	}
}

// calm fails the test where the log tells of a panic.
func (s *server) calm(t *testing.T) {
	t.Helper()
	if text := s.said.String(); strings.Contains(text, "goroutine ") || strings.Contains(text, "panicked") {
		t.Errorf("the program panicked:\n%s", text)
	}
}
