using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Calls;
using DSoftBus.KernelShim.Signals;
using DSoftBus.KernelShim.Time;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Threads;

/// <summary>Decides which thread runs: round robin with a time slice, no timer while one thread runs alone, HLT while none can.</summary>
/// <remarks>
/// The shim runs with interrupts off and on one stack: a call or trap runs to its end, and a thread that must wait is only
/// marked. <see cref="Leave"/> then picks who continues. A thread woken by a device or a deadline runs next as long as its
/// slice lasts, so wake-ups are prompt and nobody starves: whoever has used up a slice queues behind all others.
/// </remarks>
internal static unsafe class Scheduler
{
    /// <summary>Time slice in nanoseconds.</summary>
    public const long Slice = 1_000_000;

    private const uint FsBaseMsr = 0xC000_0100;

    private static ulong* _cpu;
    private static ulong _since; // when the current thread was switched to, or its slice renewed
    private static bool _choose; // another thread should run

    /// <summary>The thread that entered the shim; null before the first one runs and after it ended.</summary>
    public static Thread* Current => _cpu == null ? null : (Thread*)_cpu[CpuLayout.CurrentThread / 8];

    /// <summary>Time spent with no thread to run, in nanoseconds.</summary>
    public static ulong Idle { get; private set; }

    /// <summary>How often another thread was put on the CPU.</summary>
    public static ulong Switches { get; private set; }

    public static void Initialize() => _cpu = (ulong*)LinkedAddresses.CpuData();

    /// <summary>Lets the others run first (sched_yield).</summary>
    public static void Yield()
    {
        if (RunQueue.IsEmpty)
            return;
        Charge();
        Current->Budget = Slice;
        RunQueue.AddLast(Current);
        _choose = true;
    }

    /// <summary>Makes the current thread wait. Its result is set by whoever wakes it, or is <paramref name="deadlineResult"/> at the deadline.</summary>
    /// <param name="key">What to wait for; 0 to sleep only.</param>
    /// <param name="mask">FUTEX_WAIT_BITSET mask.</param>
    /// <param name="deadline">Monotonic nanoseconds or <see cref="Thread.Never"/>.</param>
    /// <param name="deadlineResult">Result of the call when the deadline passes.</param>
    public static void Wait(ulong key, uint mask, ulong deadline, long deadlineResult)
    {
        Thread* thread = Current;
        Charge();
        thread->State = ThreadState.Waiting;
        thread->Deadline = deadline;
        thread->DeadlineResult = deadlineResult;
        if (key != 0)
            WaitQueues.Add(thread, key, mask);
        if (deadline != Thread.Never)
            DeadlineList.Add(thread);
        _choose = true;
    }

    /// <summary>Ends a thread's wait.</summary>
    /// <param name="thread">A waiting thread.</param>
    /// <param name="result">What its call returns.</param>
    /// <param name="urgent">Run it next if it still has slice left.</param>
    public static void Wake(Thread* thread, long result, bool urgent)
    {
        if (result == Error.Interrupted && !Remainder.Write(thread))
            result = Error.BadAddress;
        thread->Remainder = 0;
        WaitQueues.Remove(thread);
        DeadlineList.Remove(thread);
        if (thread->RepeatedCall >= 0 && result == 0)
        {
            thread->Rax = (ulong)thread->RepeatedCall;
            thread->Rip -= SystemCallInstructionLength;
        }
        else
        {
            thread->Rax = (ulong)result;
        }

        thread->RepeatedCall = -1;
        if (urgent && thread->Budget > 0)
        {
            RunQueue.AddFirst(thread);
            _choose = true;
        }
        else
        {
            thread->Budget = Slice;
            RunQueue.AddLast(thread);
        }
    }

    /// <summary>A new thread joins the queue.</summary>
    public static void Start(Thread* thread) => RunQueue.AddLast(thread);

    /// <summary>The current thread has ended and was deleted.</summary>
    public static void Ended()
    {
        _cpu[CpuLayout.CurrentThread / 8] = 0;
        _choose = true;
    }

    /// <summary>The timer fired: wakes whoever is due and ends a used-up slice.</summary>
    public static void Tick()
    {
        IntervalTimer.Fired();
        WakeDue(Clock.Now());
        Thread* thread = Current;
        if (thread == null || thread->State != ThreadState.Running || RunQueue.IsEmpty)
            return;
        Charge();
        if (thread->Budget <= 0)
            _choose = true;
    }

    /// <summary>The last step of every call and trap: chooses the thread that goes on, delivers its signals, sets the timer.</summary>
    public static void Leave()
    {
        do
        {
            if (_choose || Current == null)
                Choose();
            SignalDelivery.DeliverPending(Current);
        }
        while (_choose);
        IntervalTimer.Set(NextEvent());
    }

    /// <summary>Processor time of the current thread up to now, in nanoseconds.</summary>
    public static ulong UsedBy(Thread* thread) => thread == Current ? thread->Used + (Clock.Now() - _since) : thread->Used;

    private const ulong SystemCallInstructionLength = 2;

    private static void Choose()
    {
        _choose = false;
        Thread* previous = Current;
        if (previous != null && previous->State == ThreadState.Running)
        {
            Charge();
            bool keepsTurn = previous->Budget > 0;
            if (!keepsTurn)
                previous->Budget = Slice;
            Requeue(previous, keepsTurn);
        }

        while (RunQueue.IsEmpty)
            WaitForInterrupt();
        _choose = false;
        Thread* next = RunQueue.Take();
        next->State = ThreadState.Running;
        _since = Clock.Now();
        if (next == previous)
            return;
        Switches++;
        Cpu.KeepVectors();
        _cpu[CpuLayout.CurrentThread / 8] = (ulong)next;
        Cpu.WriteMsr(FsBaseMsr, next->ThreadPointer);
        FloatingPoint.SwitchTo(next);
    }

    /// <summary>A preempted thread goes behind the one that preempts it, or behind all when its slice is over.</summary>
    private static void Requeue(Thread* thread, bool keepsTurn)
    {
        if (!keepsTurn || RunQueue.IsEmpty)
        {
            RunQueue.AddLast(thread);
            return;
        }

        Thread* first = RunQueue.Take();
        RunQueue.AddFirst(thread);
        RunQueue.AddFirst(first);
    }

    private static void WaitForInterrupt()
    {
        ulong start = Clock.Now();
        IntervalTimer.Set(DeadlineList.Earliest);
        Cpu.Idle();
        ulong now = Clock.Now();
        Idle += now - start;
        WakeDue(now);
    }

    private static void WakeDue(ulong now)
    {
        while (DeadlineList.Earliest <= now && DeadlineList.First != null)
            Wake(DeadlineList.First, DeadlineList.First->DeadlineResult, urgent: true);
    }

    private static ulong NextEvent()
    {
        ulong next = DeadlineList.Earliest;
        if (RunQueue.IsEmpty)
            return next;
        long left = Current->Budget;
        ulong sliceEnd = left > 0 ? _since + (ulong)left : _since;
        return sliceEnd < next ? sliceEnd : next;
    }

    private static void Charge()
    {
        Thread* thread = Current;
        ulong now = Clock.Now();
        thread->Used += now - _since;
        thread->Budget -= (long)(now - _since);
        _since = now;
    }
}
