namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>How a check ended.</summary>
internal enum CheckOutcome
{
    /// <summary>It gave its values.</summary>
    Values,

    /// <summary>It threw; the type and the message stand in the transcript.</summary>
    Threw,

    /// <summary>It did not end within the limit; its thread still runs.</summary>
    Hung,
}
