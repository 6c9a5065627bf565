using DSoftBus.Qemu.Refusal;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.Qemu.Refusal;

public sealed class ServedCallsTests
{
    private const int LeastCalls = 70;

    [Fact]
    public void TheSourceIsReadCaseByCase()
    {
        SortedDictionary<ulong, bool> calls = ServedCalls.InSource(
            """
                        // files
                        case 0: return FileCalls.Read(t->Rdi);
                        case 102 or 104: return 0; // getuid, getgid
                        case 239: return Error.NoSuchCall; // get_mempolicy
                        case 0x100a: return CrashCalls.End(t);
                        default: return SystemCallEntry.Unknown(number);
            """);
        Assert.Equal([(0UL, false), (102, false), (104, false), (239, true), (0x100a, false)], calls.Select(call => (call.Key, call.Value)));
    }

    [Fact]
    public void TheReadmeIsReadInItsTableOfCallsOnly()
    {
        SortedSet<ulong> calls = ServedCalls.InReadme(
            """
            | 7 | of another table | |
            ## Calls (a negative errno on failure)
            | Number | Call | Semantics |
            |---|---|---|
            | 0 1 20 | read write writev | 1024 vectors |
            | 0x1004 0x1005 | DMA | |
            ## After
            | 9 | no call | |
            """);
        Assert.Equal([0UL, 1, 20, 0x1004, 0x1005], calls);
    }

    [Fact]
    public void TheReadmeListsExactlyTheCallsOfTheSource()
    {
        SortedDictionary<ulong, bool> source = ServedCalls.InSource(File.ReadAllText(RepositoryRoot.File("kernel-shim", "calls", "SystemCallTable.cs")));
        SortedSet<ulong> readme = ServedCalls.InReadme(File.ReadAllText(RepositoryRoot.File("kernel-shim", "README.md")));
        Assert.Equal(source.Keys, readme);
        Assert.True(source.Count >= LeastCalls, $"only {source.Count} calls were found");
    }
}
