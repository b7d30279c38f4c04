/* For suites that neither use a framework nor bring a main: there is nothing to run. */
int main(void) { return 0; }
