namespace DSoftBus.Runtime.Loop;

/// <summary>Told around each piece of work that the loop runs, so that a platform can end the machine when one holds the loop too long.</summary>
/// <remarks>Both calls come on the loop thread for every continuation: they must be cheap (store a name, bump a word, arm a timer).</remarks>
public interface ILoopWatchdog
{
    /// <summary>Work of <paramref name="task"/> starts.</summary>
    void Enter(string task);

    /// <summary>The work gave the loop back.</summary>
    void Leave();
}
