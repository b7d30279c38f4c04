// The main package of every job's program: what is to be run, the job's packages say when they are initialised.
package main

import "testing"

func main() { testing.RunJob() }
