namespace DSoftBus.Fuzz;

/// <summary>A target found a rule broken that the code under test does not check itself.</summary>
public sealed class FuzzFailureException(string message) : Exception(message)
{
    public static void Unless(bool holds, string message)
    {
        if (!holds)
            throw new FuzzFailureException(message);
    }
}
