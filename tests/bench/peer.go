// Go's side of the benchmarks, on one processor as ours are: a group of
// goroutines with a WaitGroup, a closed channel for the event.
//
//	peer NAME [N]
package main

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"sort"
	"strconv"
	"sync"
	"time"
)

var counter int

func rounds(all, n int) int {
	if all/n > 2 {
		return all / n
	}
	return 2
}

func perTask(start time.Time, n int) float64 {
	return float64(time.Since(start).Nanoseconds()) / float64(n)
}

// ---- turns ------------------------------------------------------------

func batch(n int) {
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			counter++
			wg.Done()
		}()
	}
	wg.Wait()
}

// One processor runs everything, so plain counters will do, as they do in C.
func liveBatch(n int) {
	var wg sync.WaitGroup
	wg.Add(n)
	event := make(chan struct{})
	ready := 0
	for i := 0; i < n; i++ {
		go func() {
			ready++
			<-event
			wg.Done()
		}()
	}
	for ready < n {
		runtime.Gosched()
	}
	close(event)
	wg.Wait()
}

func batches(batch func(int), n int) float64 {
	batch(n)
	times := rounds(1000*1000, n)
	start := time.Now()
	for i := 0; i < times; i++ {
		batch(n)
	}
	return perTask(start, times*n)
}

func spawn(n int) float64     { return batches(batch, n) }
func spawnLive(n int) float64 { return batches(liveBatch, n) }

func yield(n int) float64 {
	times := rounds(10*1000*1000, n)
	var wg sync.WaitGroup
	wg.Add(n)
	start := time.Now()
	for i := 0; i < n; i++ {
		go func() {
			for j := 0; j < times; j++ {
				runtime.Gosched()
			}
			wg.Done()
		}()
	}
	wg.Wait()
	return perTask(start, times*n)
}

func lateness(n int) float64 {
	done := false
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			for !done {
				runtime.Gosched()
			}
			wg.Done()
		}()
	}
	worst := time.Duration(0)
	for i := 0; i < 20; i++ {
		start := time.Now()
		time.Sleep(10 * time.Millisecond)
		late := time.Since(start) - 10*time.Millisecond
		if late > worst {
			worst = late
		}
	}
	done = true
	wg.Wait()
	return float64(worst.Nanoseconds())
}

// ---- streams ----------------------------------------------------------

func stream(n, capacity int) float64 {
	const all = 4 * 1000 * 1000
	var wg sync.WaitGroup
	wg.Add(2 * n)
	sum := 0
	start := time.Now()
	for i := 0; i < n; i++ {
		items := make(chan int, capacity)
		go func() {
			for j := 0; j < all/n; j++ {
				items <- j
			}
			close(items)
			wg.Done()
		}()
		go func() {
			for item := range items {
				sum += item
			}
			wg.Done()
		}()
	}
	wg.Wait()
	return perTask(start, all)
}

// ---- crowds -----------------------------------------------------------

func resident() int {
	var total, pages int
	in, err := os.Open("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	fmt.Fscan(in, &total, &pages)
	in.Close()
	return pages * os.Getpagesize()
}

// gather starts n goroutines and waits until each has got to its wait.
func gather(n int, body func()) *sync.WaitGroup {
	var wg, ready sync.WaitGroup
	wg.Add(n)
	ready.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			ready.Done()
			body()
			wg.Done()
		}()
	}
	ready.Wait()
	return &wg
}

func idleBytes(n int) float64 {
	end := make(chan struct{})
	before := resident()
	wg := gather(n, func() { <-end })
	bytes := float64(resident()-before) / float64(n)
	close(end)
	wg.Wait()
	return bytes
}

func cancel(n int) float64 {
	ctx, stop := context.WithCancel(context.Background())
	wg := gather(n, func() { <-ctx.Done() })
	start := time.Now()
	stop()
	wg.Wait()
	return perTask(start, n)
}

func pass(n int, timed bool) float64 {
	begin, end := make(chan struct{}), make(chan struct{})
	var ready sync.WaitGroup
	ready.Add(n)
	wg := gather(n, func() {
		<-begin
		ready.Done()
		if !timed {
			<-end
			return
		}
		ms := time.Duration(20*1000 + rand.Intn(1000))
		ctx, leave := context.WithTimeout(context.Background(),
			ms*time.Millisecond)
		select {
		case <-end:
		case <-ctx.Done():
		}
		leave()
	})
	start := time.Now()
	close(begin)
	ready.Wait()
	close(end)
	wg.Wait()
	return perTask(start, n)
}

// What the passes with a deadline take more, the median of five.
func deadline(n int) float64 {
	pass(n, true)
	cost := make([]float64, 5)
	for i := range cost {
		plain := pass(n, false)
		cost[i] = pass(n, true) - plain
	}
	sort.Float64s(cost)
	return cost[len(cost)/2]
}

func main() {
	rows := map[string]struct {
		measure func(int) float64
		n       int
	}{
		"spawn":      {spawn, 1000},
		"spawn_live": {spawnLive, 1000},
		"yield":      {yield, 2},
		"stream_0":   {func(n int) float64 { return stream(n, 0) }, 1},
		"stream_64":  {func(n int) float64 { return stream(n, 64) }, 1},
		"idle_bytes": {idleBytes, 100 * 1000},
		"cancel":     {cancel, 100 * 1000},
		"deadline":   {deadline, 100 * 1000},
		"lateness":   {lateness, 2},
	}
	if len(os.Args) < 2 {
		os.Exit(2)
	}
	row, known := rows[os.Args[1]]
	if !known {
		os.Exit(2)
	}
	if len(os.Args) > 2 {
		row.n, _ = strconv.Atoi(os.Args[2])
	}
	runtime.GOMAXPROCS(1)
	fmt.Printf("%.2f\n", row.measure(row.n))
}
// private: linnet-0f5d3f897d262c7d
