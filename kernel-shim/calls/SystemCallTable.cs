using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Calls;

/// <summary>Every call that is answered, by its number (Linux arch/x86/entry/syscalls/syscall_64.tbl; from 0x1000 on our own). README.md says what each does and lacks.</summary>
internal static unsafe class SystemCallTable
{
    public static long Call(Thread* t, ulong number)
    {
        switch (number)
        {
            // files
            case 0: return FileCalls.Read(t->Rdi, t->Rsi, t->Rdx);
            case 1: return FileCalls.Write(t->Rdi, t->Rsi, t->Rdx);
            case 3: return FileCalls.Close(t->Rdi);
            case 4: return FileCalls.Stat(t->Rdi, t->Rsi);
            case 5: return FileCalls.StatDescriptor(t->Rdi, t->Rsi);
            case 6: return FileCalls.Stat(t->Rdi, t->Rsi);
            case 8: return FileCalls.Seek(t->Rdi, t->Rsi, t->Rdx);
            case 16: return FileCalls.Control(t->Rdi);
            case 17: return FileCalls.ReadAt(t->Rdi, t->Rsi, t->Rdx, t->R10);
            case 20: return FileCalls.WriteVector(t->Rdi, t->Rsi, t->Rdx);
            case 21: return FileCalls.Access(t->Rdi);
            case 32: return FileCalls.Duplicate(t->Rdi, 0);
            case 72: return FileCalls.DescriptorControl(t->Rdi, t->Rsi, t->Rdx);
            case 73: return FileCalls.Advise(t->Rdi); // flock: nobody else could lock a file
            case 79: return FileCalls.CurrentFolder(t->Rdi, t->Rsi);
            case 80: return PathCalls.ChangeFolder(t->Rdi);
            case 82 or 84 or 87 or 90: return PathCalls.Change(t->Rdi); // rename, rmdir, unlink, chmod
            case 88: return PathCalls.Create(t->Rsi); // symlink
            case 89: return FileCalls.ReadLink(t->Rdi, t->Rsi, t->Rdx);
            case 137: return FileCalls.Access(t->Rdi);
            case 221: return FileCalls.Advise(t->Rdi); // fadvise64
            case 257: return FileCalls.Open(t->Rsi, t->Rdx);
            case 262: return FileCalls.StatAt(t->Rdi, t->Rsi, t->Rdx, t->R10);
            case 293: return FileCalls.CreatePipe(t->Rdi);

            // memory
            case 9: return MemoryCalls.Map(t->Rdi, t->Rsi, t->Rdx, t->R10);
            case 10: return MemoryCalls.Protect(t->Rdi, t->Rsi, t->Rdx);
            case 11: return MemoryCalls.Unmap(t->Rdi, t->Rsi);
            case 12: return MemoryCalls.Break(t->Rdi);
            case 25: return Error.NoMemory; // mremap: the C library copies instead
            case 28: return MemoryCalls.Advise(t->Rdi, t->Rsi, t->Rdx);
            case 239: return Error.NoSuchCall; // get_mempolicy: one memory node

            // signals
            case 13: return SignalCalls.Action(t->Rdi, t->Rsi, t->Rdx, t->R10);
            case 14: return SignalCalls.Mask(t, t->Rdi, t->Rsi, t->Rdx, t->R10);
            case 15: return SignalCalls.Return(t);
            case 131: return SignalCalls.AlternateStack(t, t->Rdi, t->Rsi);
            case 200: return SignalCalls.Send(t->Rdi, t->Rsi);
            case 234: return SignalCalls.SendToGroup(t->Rdi, t->Rsi, t->Rdx);

            // threads
            case 24: Scheduler.Yield(); return 0;
            case 60: return ThreadCalls.Exit(t, (uint)t->Rdi);
            case 158: return ThreadCalls.ArchitectureControl(t, t->Rdi, t->Rsi);
            case 186: return t->Id;
            case 202: return FutexCalls.Futex(t->Rdi, (uint)t->Rsi, (uint)t->Rdx, t->R10, t->R8, (uint)t->R9);
            case 203: return 0; // sched_setaffinity: there is one CPU
            case 204: return ThreadCalls.Affinity(t->Rsi, t->Rdx);
            case 218: return ThreadCalls.SetClearOnExit(t, t->Rdi);
            case 231: return ThreadCalls.ExitGroup((uint)t->Rdi);
            case 273: return 0; // set_robust_list: threads share one process, which dies as a whole
            case 309: return ThreadCalls.CurrentCpu(t->Rdi, t->Rsi);
            case 324: return ThreadCalls.MemoryBarrier(t->Rdi);
            case 334: return Error.NoSuchCall; // rseq: the C library does without
            case 435: return ThreadCalls.Clone(t, t->Rdi, t->Rsi);

            // time
            case 35: return TimeCalls.Sleep(t, t->Rdi, t->Rsi);
            case 96: return TimeCalls.TimeOfDay(t->Rdi);
            case 201: return TimeCalls.Seconds(t->Rdi);
            case 228: return TimeCalls.Get(t, t->Rdi, t->Rsi);
            case 229: return TimeCalls.Resolution(t->Rdi, t->Rsi);
            case 230: return TimeCalls.SleepUntil(t, t->Rdi, t->Rsi, t->Rdx, t->R10);

            // process and system
            case 39: return ProcessCalls.ProcessId;
            case 63: return ProcessCalls.Name(t->Rdi);
            case 97: return ProcessCalls.Limit(t->Rdi, t->Rsi);
            case 98: return ProcessCalls.Usage(t->Rsi);
            case 99: return ProcessCalls.Information(t->Rdi);
            case 102 or 104 or 107 or 108: return 0; // getuid, getgid, geteuid, getegid: root
            case 157: return 0; // prctl: names and options of a process that nobody else sees
            case 302: return ProcessCalls.Limit(t->Rsi, t->R10);
            case 318: return EntropyCalls.Random(t->Rdi, t->Rsi);

            // ours: devices, entropy, the shim itself, crash reports
            case 0x1000: return DeviceCalls.Information(t->Rdi, t->Rsi);
            case 0x1001: return DeviceCalls.Map(t->Rdi, t->Rsi);
            case 0x1002: return DeviceCalls.Bind(t->Rdi, t->Rsi, t->Rdx);
            case 0x1003: return DeviceCalls.Rearm(t->Rdi);
            case 0x1004: return DeviceCalls.AllocateMemory(t->Rdi, t->Rsi);
            case 0x1005: return DeviceCalls.FreeMemory(t->Rdi, t->Rsi);
            case 0x1006: return EntropyCalls.Add(t->Rdi, t->Rsi);
            case 0x1007: return ProcessCalls.ShimInformation(t->Rdi);
            case 0x1008: return CounterCalls.Read(t->Rdi, t->Rsi);
            case 0x1009: return CrashCalls.Note(t, t->Rdi, t->Rsi);
            case 0x100a: return CrashCalls.End(t, t->Rdi, t->Rsi, t->Rdx);
            default: return SystemCallEntry.Unknown(number);
        }
    }
}
