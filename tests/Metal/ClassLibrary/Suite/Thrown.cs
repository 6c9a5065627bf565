namespace DSoftBus.Tests.Metal.ClassLibrary.Suite;

/// <summary>Names what a piece of code throws.</summary>
internal static class Thrown
{
    /// <summary>The exception's type without its namespace, or <c>nothing</c>.</summary>
    public static string By(Action action)
    {
        try
        {
            action();
            return "nothing";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }

    /// <inheritdoc cref="By"/>
    public static async Task<string> ByAsync(Func<Task> action)
    {
        try
        {
            await action();
            return "nothing";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }
}
