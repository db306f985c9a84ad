package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// cluster is this test run's own PostgreSQL.
type cluster struct {
	folder  string
	port    int
	process *exec.Cmd
}

var (
	theCluster *cluster
	errCluster error
	once       sync.Once
	databases  int
	mu         sync.Mutex
)

// Postgres returns the address of an empty database in the run's own
// cluster. Where PostgreSQL is not installed the test is skipped, but for
// CI, where that is a failure: nothing may be left out there.
func Postgres(t testing.TB) string {
	t.Helper()
	bin := serverFolder()
	if bin == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("storetest: PostgreSQL's server is not installed: apt-get install postgresql")
		}
		t.Skip("storetest: left out: PostgreSQL's server is not installed (apt-get install postgresql)")
	}
	once.Do(func() { theCluster, errCluster = startCluster(bin) })
	if errCluster != nil {
		t.Fatalf("storetest: cluster: %v", errCluster)
	}
	address, err := theCluster.database(t.Context())
	if err != nil {
		t.Fatalf("storetest: database: %v", err)
	}
	return address
}

// serverFolder returns the folder of PostgreSQL's server programs, or "".
func serverFolder() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(real)
		}
	}
	return ""
}

func startCluster(bin string) (*cluster, error) {
	folder, err := os.MkdirTemp("", "slovo-postgres-")
	if err != nil {
		return nil, err
	}
	c := &cluster{folder: folder}
	who, err := c.owner()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if c.port, err = freePort(); err != nil {
		return nil, err
	}
	return c, c.start(bin, data, who)
}

// owner returns whom the server runs as: PostgreSQL refuses to run as root.
func (c *cluster) owner() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil //nolint:nilnil // nil means "as we are"
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			who := &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
			return who, errors.Join(os.Chown(c.folder, int(uid), int(gid)), os.Chmod(c.folder, 0o700))
		}
	}
	return nil, errors.New("no unprivileged user to run as")
}

// start runs the server for as long as this process lives. The signal of
// the parent's death is bound to the thread that forks, so one is kept.
func (c *cluster) start(bin, data string, who *syscall.Credential) error {
	args := []string{
		"-D", data, "-p", strconv.Itoa(c.port), "-c", "listen_addresses=127.0.0.1",
		"-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
	}
	c.process = exec.Command(filepath.Join(bin, "postgres"), args...)
	c.process.SysProcAttr = &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGQUIT}
	c.process.Stdout, c.process.Stderr = io.Discard, io.Discard
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := c.process.Start()
		started <- err
		if err == nil {
			_ = c.process.Wait()
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	return c.ready()
}

// ready waits until the server answers.
func (c *cluster) ready() error {
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // a test's own connection
	for range 200 {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("no answer in ten seconds: %w", err)
}

func (c *cluster) address(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// database makes an empty database and returns its address.
func (c *cluster) database(ctx context.Context) (string, error) {
	mu.Lock()
	defer mu.Unlock()
	db, err := sql.Open("pgx", c.address("postgres"))
	if err != nil {
		return "", err
	}
	defer db.Close() //nolint:errcheck // a test's own connection
	databases++
	name := fmt.Sprintf("test_%d", databases)
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+name)
	return c.address(name), err
}

func stopCluster() {
	if theCluster == nil {
		return
	}
	if theCluster.process != nil && theCluster.process.Process != nil {
		_ = theCluster.process.Process.Signal(syscall.SIGQUIT)
	}
	_ = os.RemoveAll(theCluster.folder)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close() //nolint:errcheck // only the number is wanted
	return l.Addr().(*net.TCPAddr).Port, nil
}
