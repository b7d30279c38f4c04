package testlog

var onExit func(code int)

// OnExit sets what os.Exit calls first.
func OnExit(call func(code int)) { onExit = call }

// Exiting is called by os.Exit.
func Exiting(code int) {
	if onExit != nil {
		onExit(code)
	}
}
