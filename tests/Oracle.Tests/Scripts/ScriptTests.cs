using DSoftBus.Tests.Oracle.Captures;
using DSoftBus.Tests.Oracle.Machine;
using Xunit;

namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>One socket script against our stack and against the kernel, with the same kernel as the peer: the transcripts are equal.</summary>
public sealed class ScriptTests(ScriptRig rig) : IClassFixture<ScriptRig>
{
    public static TheoryData<string> Scripts => [.. Script.Names];

    [NeedsNamespacesTheory]
    [MemberData(nameof(Scripts))]
    public async Task OurStackAnswersAsTheKernelDoes(string name)
    {
        var script = Script.Read(name);
        int port = rig.NextPort();
        var worlds = await Task.WhenAll(Transcript.OfAsync(rig.Kernel!, script, port), Transcript.OfAsync(rig.Stack!, script, port));
        Assert.True(worlds[0].SequenceEqual(worlds[1]), $"the kernel:\n{string.Join('\n', worlds[0])}\n\nour stack:\n{string.Join('\n', worlds[1])}");
        Assert.DoesNotContain(worlds[0], line => line.EndsWith(')') && line.Contains("(expected ", StringComparison.Ordinal));
        var capture = rig.Stack!.Capture!;
        Assert.Equal([], await ExpertCheck.ComplaintsAsync(capture, script.Explained));
        capture.Delete();
    }
}
