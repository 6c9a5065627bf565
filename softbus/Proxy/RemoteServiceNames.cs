namespace DSoftBus.Softbus.Proxy;

/// <summary>How a service is written in markers and audit events.</summary>
public static class RemoteServiceNames
{
    /// <summary>The task's name, or <c>unknown</c>.</summary>
    public static string Name(this RemoteService service) => service switch
    {
        RemoteService.Samgrd => "samgrd",
        RemoteService.Bundlemgrd => "bundlemgrd",
        _ => "unknown",
    };
}
