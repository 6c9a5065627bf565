namespace DSoftBus.Tests.Oracle.Scripts;

/// <summary>One line of a script: <c>WHO [&amp;NAME] COMMAND [-> ANSWER]</c>.</summary>
/// <param name="Who"><c>subject</c>, <c>peer</c>, <c>cut</c>, <c>heal</c> or <c>await</c>.</param>
/// <param name="Pending">The step goes on beside the next ones until <c>await NAME</c>; null: the script waits for it.</param>
/// <param name="Command">The rest, with <c>$peer</c>, <c>$subject</c>, <c>$broadcast</c>, <c>$port</c> and <c>$other</c> to be filled in.</param>
/// <param name="Expected">How the answer begins; null: only that both kernels answer the same.</param>
internal sealed record Step(string Who, string? Pending, string Command, string? Expected)
{
    public static Step Parse(string line)
    {
        string? expected = null;
        int arrow = line.IndexOf(" -> ", StringComparison.Ordinal);
        if (arrow >= 0)
        {
            expected = line[(arrow + 4)..].Trim();
            line = line[..arrow];
        }

        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool beside = words.Length > 1 && words[1][0] == '&';
        return new Step(words[0], beside ? words[1][1..] : null, string.Join(' ', words[(beside ? 2 : 1)..]), expected);
    }
}
