using System.Globalization;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>Everything at once for <c>soak.seconds=N</c>, invariants checked all the while, and the same in use before and after.</summary>
internal sealed class SoakChecks
{
    private const string Word = "soak.seconds=";
    private const int DefaultSeconds = 60;
    private const int WarmUpSeconds = 4;
    private const int ProgressSeconds = 10;
    private const int IdleSeconds = 5;
    private const int Allocators = 4;
    private const int ClockReaders = 2;
    private const int JoinMilliseconds = 60_000;
    private const long StandStill = 60_000_000_000;

    private readonly SoakState _state = new();
    private readonly BusWork _bus;
    private readonly HandOverWork _handOver;
    private readonly SignalWork _signals;
    private readonly TimerWork _timers;
    private readonly PageWork _pages;
    private readonly ClockWork _clock;
    private readonly SoakCounter _blocks;

    private SoakChecks()
    {
        _bus = new BusWork(_state);
        _handOver = new HandOverWork(_state, _state.Counter("monitor turns"), _state.Counter("semaphore turns"), _state.Counter("futex turns"));
        _signals = new SignalWork(_state, _state.Counter("signals"));
        _timers = new TimerWork(_state, _state.Counter("timer ticks"), _state.Counter("delays"));
        _pages = new PageWork(_state, _state.Counter("mappings"));
        _clock = new ClockWork(_state, _state.Counter("clock readings"));
        _blocks = _state.Counter("blocks");
    }

    public static void Run(CheckLog log) => new SoakChecks().RunAll(log);

    private void RunAll(CheckLog log)
    {
        log.Check("the machine has a network and an entropy device", _bus.HasDevices);
        if (!_bus.HasDevices || !RunPhase(WarmUpSeconds, isProgressShown: false))
        {
            Report(log);
            return;
        }

        SoakUse before = SoakUse.SettleDown(_bus.Node);
        int seconds = Seconds();
        Console.WriteLine($"soak: {seconds} s begin");
        PauseRecorder.Start();
        bool ended = RunPhase(seconds, isProgressShown: true);
        PauseRecorder.Stop();
        Report(log);
        if (!ended)
            return;
        SoakUse after = SoakUse.Settle(_bus.Node, use => use.IsAs(before));
        log.Check("free pages, threads and capabilities are as before", after.IsAs(before), $"before: {before}; after: {after}");
        AllocationWork.CheckFinalizers(_state);
        log.Check("every finalizer ran once", _state.Failures.Count == 0);
        Console.WriteLine($"soak: pauses {PauseRecorder.Summary()}");
        RestIdle();
    }

    /// <summary>The host measures the emulator's processor time between the two lines.</summary>
    private static void RestIdle()
    {
        long before = ShimCounters.Now().TimerInterrupts;
        Console.WriteLine("soak: idle begins");
        Thread.Sleep(IdleSeconds * 1000);
        Console.WriteLine($"soak: idle ends, {ShimCounters.Now().TimerInterrupts - before} timer interrupts in {IdleSeconds} s");
    }

    private void Report(CheckLog log)
    {
        foreach (string failure in _state.Failures)
            log.Check(failure, false);
        log.Check("every invariant held", _state.Failures.Count == 0);
        foreach (SoakCounter counter in _state.Counters)
            log.Check($"work was done: {counter.Name}", counter.Value > 0, counter.Value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>False when a thread did not end any more.</summary>
    private bool RunPhase(int seconds, bool isProgressShown)
    {
        _state.IsStopping = false;
        _handOver.Reset();
        foreach (SoakCounter counter in _state.Counters)
            counter.Reset();
        List<Thread> threads = StartAll();
        bool moving = Watch(seconds, isProgressShown);
        _state.IsStopping = true;
        // The sender of signals first: a signal to a thread that ends is lost, and that would be no fault.
        return threads.TrueForAll(thread => thread.Join(moving ? JoinMilliseconds : 1000) || Stuck(thread));
    }

    private bool Stuck(Thread thread)
    {
        _state.Fail($"thread {thread.Name} does not end");
        return false;
    }

    private List<Thread> StartAll()
    {
        var threads = new List<Thread>();
        void Start(string name, Action run, bool isTarget = true)
        {
            var thread = new Thread(() => Work(run, isTarget)) { Name = name, IsBackground = true };
            threads.Add(thread);
            thread.Start();
        }

        Start("signals", _signals.Run, isTarget: false);
        Start("bus", _bus.Run, isTarget: false);
        Start("timers", _timers.Run);
        Start("pages", () => _pages.Run(_state.Counters.Count));
        for (int i = 0; i < Allocators; i++)
        {
            int seed = i;
            Start($"allocation {i}", () => new AllocationWork(_state, _blocks).Run(seed), isTarget: i % 2 == 0);
        }

        for (int i = 0; i < ClockReaders; i++)
            Start($"clock {i}", _clock.Run);
        for (int i = 0; i < 2; i++)
        {
            int side = i;
            Start($"monitor {i}", () => _handOver.RunMonitor(side));
            Start($"semaphore {i}", () => _handOver.RunSemaphore(side));
            Start($"futex {i}", () => _handOver.RunFutex(side));
        }

        return threads;
    }

    private void Work(Action run, bool isTarget)
    {
        if (isTarget)
            _state.Enter();
        try
        {
            run();
        }
        catch (Exception exception)
        {
            _state.Fail($"{Thread.CurrentThread.Name}: {exception}");
        }

        if (!isTarget)
            return;
        // Signals stop with the phase; one that is on its way must still find this thread.
        _state.Leave();
        Thread.Sleep(50);
    }

    /// <summary>Looks each second whether all counters move; says each ten what they show. False when one stood still.</summary>
    private bool Watch(int seconds, bool isProgressShown)
    {
        long start = TimeSpec.Now();
        for (int second = 1; second <= seconds && _state.Failures.Count == 0; second++)
        {
            while (TimeSpec.Now() - start < second * 1_000_000_000L)
                Thread.Sleep(50);
            long now = TimeSpec.Now();
            foreach (SoakCounter counter in _state.Counters)
            {
                if (counter.StandsFor(now) < StandStill)
                    continue;
                _state.Fail($"'{counter.Name}' stands still: a wake-up was lost");
                return false;
            }

            if (isProgressShown && second % ProgressSeconds == 0)
                Console.WriteLine($"soak: {second} s of {seconds}, {GC.CollectionCount(0)} collections, {string.Join(", ", _state.Counters.Select(counter => $"{counter.Name} {counter.Value}"))}");
        }

        return true;
    }

    private static int Seconds()
    {
        string? word = Array.Find(Environment.GetCommandLineArgs(), word => word.StartsWith(Word, StringComparison.Ordinal));
        return word is not null && int.TryParse(word.AsSpan(Word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? seconds : DefaultSeconds;
    }
}
